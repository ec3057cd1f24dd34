package dev.lockkeeper.lab;

import dev.lockkeeper.lab.crash.CrashCommand;
import picocli.CommandLine.Command;

/** {@code lockkeeper lab}: what tries Lockkeeper itself. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    subcommands = {CrashCommand.class},
    description = "Try Lockkeeper itself: crashes and faults.")
final class PractiseCommand {}
