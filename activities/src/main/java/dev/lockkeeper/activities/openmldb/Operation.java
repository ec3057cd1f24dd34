package dev.lockkeeper.activities.openmldb;

import java.util.Optional;

/**
 * An operation of the nameserver. The list of them is cumulative: those that failed long ago stay,
 * those that are done vanish when the leader changes. Ids only grow.
 *
 * @param id its number
 * @param type such as {@code kRecoverTableOP}
 * @param table the table's name, if it is about one
 * @param pid the partition's number, if it is about one
 * @param status how far it is
 * @param started when it started, as {@code yyyyMMddHHmmss} in the time zone of the node that
 *     printed it
 * @param ended when it ended, likewise
 * @param task what it is doing
 */
public record Operation(
    long id,
    String type,
    Optional<String> table,
    Optional<Long> pid,
    Status status,
    Optional<String> started,
    Optional<String> ended,
    Optional<String> task) {
  /** OpenMLDB's TaskStatus. */
  public enum Status {
    INITED,
    DOING,
    DONE,
    FAILED,
    CANCELED
  }

  /** Whether it will change no more. */
  public boolean over() {
    return status != Status.INITED && status != Status.DOING;
  }

  static Operation from(PrintedTable.Row row) throws UnreadableAnswer {
    Status status =
        switch (row.text("status")) {
          case "kInited" -> Status.INITED;
          case "kDoing" -> Status.DOING;
          case "kDone" -> Status.DONE;
          case "kFailed" -> Status.FAILED;
          case "kCanceled" -> Status.CANCELED;
          default -> throw row.unknown("status", row.text("status"));
        };
    return new Operation(
        row.number("op_id"),
        row.text("op_type"),
        row.cell("name"),
        row.numberIfAny("pid"),
        status,
        row.cell("start_time"),
        row.cell("end_time"),
        row.cell("cur_task"));
  }
}
