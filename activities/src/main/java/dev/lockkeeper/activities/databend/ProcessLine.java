package dev.lockkeeper.activities.databend;

/**
 * A daemon that runs on a node.
 *
 * @param place directory of the release it runs from; {@code elsewhere} if it is not the node's
 * @param program path of its program
 * @param configuration the file it was started with; empty if its command line names none
 * @param directory its working directory
 * @param unit the systemd unit whose main process it is; empty if it was started otherwise
 */
record ProcessLine(
    long pid,
    String owner,
    String place,
    String program,
    String configuration,
    String directory,
    String unit) {
  static ProcessLine parse(String[] fields) {
    return new ProcessLine(
        Long.parseLong(fields[1]),
        fields[2],
        fields[3],
        fields[4],
        fields[5],
        fields[6],
        fields[7]);
  }
}
