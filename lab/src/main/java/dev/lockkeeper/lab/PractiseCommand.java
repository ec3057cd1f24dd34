package dev.lockkeeper.lab;

import dev.lockkeeper.lab.bench.BenchCommand;
import dev.lockkeeper.lab.crash.CrashCommand;
import dev.lockkeeper.lab.crash.OutageCommand;
import picocli.CommandLine.Command;

/** {@code lockkeeper lab}: what tries Lockkeeper itself. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    subcommands = {CrashCommand.class, OutageCommand.class, BenchCommand.class},
    description = "Try Lockkeeper itself: crashes, faults, outages and speed.")
final class PractiseCommand {}
