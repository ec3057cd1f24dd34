package dev.lockkeeper.lab.databend;

/** The SQL user of the lab's clusters. */
public final class SqlUser {
  /** Its name. */
  public static final String NAME = "lockkeeper";

  /** Its password; the clusters of the lab hold nothing worth protecting. */
  public static final String PASSWORD = "databend";

  /** SHA-1 of the SHA-1 of the password, as the configuration has it. */
  static final String AUTH_STRING = "3081f32caef285c232d066033c89a78d88a6d8a5";

  private SqlUser() {}
}
