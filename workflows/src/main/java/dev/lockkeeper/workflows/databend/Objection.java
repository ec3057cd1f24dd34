package dev.lockkeeper.workflows.databend;

/** A reason why releases of Databend cannot run together. The text is for the operator. */
public sealed interface Objection {
  /** One sentence without a full stop. */
  String text();

  /** A query node asks for a newer databend-meta. */
  record MetaTooOldForQuery(QueryBinary query, MetaBinary meta) implements Objection {
    @Override
    public String text() {
      return "databend-query %s needs databend-meta %s or newer and would exit when it meets %s"
          .formatted(query.version(), query.oldestMeta(), meta.version());
    }
  }

  /** A meta node asks for a newer databend-query. */
  record QueryTooOldForMeta(QueryBinary query, MetaBinary meta) implements Objection {
    @Override
    public String text() {
      return "databend-meta %s accepts databend-query from %s on and would turn %s away"
          .formatted(meta.version(), meta.oldestQuery(), query.version());
    }
  }

  /** Two meta nodes cannot be in one Raft group. */
  record MetasApart(DatabendVersion newer, DatabendVersion older, String known)
      implements Objection {
    @Override
    public String text() {
      return "databend-meta %s and %s cannot be members of one cluster, not even during a rolling upgrade: %s"
          .formatted(newer, older, known);
    }
  }

  /** A meta node cannot convert what lies on its disk. */
  record DataTooOld(MetaBinary meta, DataVersion onDisk, DataVersion oldest) implements Objection {
    @Override
    public String text() {
      return "databend-meta %s reads data from %s on, and the data on disk is %s: it would panic at its start"
          .formatted(meta.version(), oldest, onDisk);
    }
  }

  /** The data was converted by a newer daemon. */
  record DataTooNew(MetaBinary meta, DataVersion onDisk) implements Objection {
    @Override
    public String text() {
      return "databend-meta %s keeps its data as %s and cannot read what a newer one has converted to %s"
          .formatted(meta.version(), meta.working(), onDisk);
    }
  }

  /** Two query nodes cannot work for one tenant at the same time. */
  record QueriesApart(DatabendVersion newer, DatabendVersion older, String reason)
      implements Objection {
    @Override
    public String text() {
      return "databend-query %s and %s cannot run side by side: %s".formatted(newer, older, reason);
    }
  }
}
