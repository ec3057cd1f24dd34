package dev.lockkeeper.lab;

import dev.lockkeeper.lab.crash.CrashCommand;
import dev.lockkeeper.lab.crash.OutageCommand;
import picocli.CommandLine.Command;

/** {@code lockkeeper lab}: what tries Lockkeeper itself. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    subcommands = {CrashCommand.class, OutageCommand.class},
    description = "Try Lockkeeper itself: crashes, faults and outages.")
final class PractiseCommand {}
