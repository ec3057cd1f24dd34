package dev.lockkeeper.lab.load;

import com.alibaba.fluss.client.Connection;
import com.alibaba.fluss.client.ConnectionFactory;
import com.alibaba.fluss.client.admin.Admin;
import com.alibaba.fluss.config.Configuration;
import com.alibaba.fluss.metadata.DatabaseDescriptor;
import com.alibaba.fluss.metadata.Schema;
import com.alibaba.fluss.metadata.TableDescriptor;
import com.alibaba.fluss.metadata.TablePath;
import com.alibaba.fluss.row.BinaryString;
import com.alibaba.fluss.row.GenericRow;
import com.alibaba.fluss.types.DataTypes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two tables of the load. */
final class LoadTables {

  static final int BUCKETS = 3;
  static final TablePath LOG = TablePath.of("load", "log_rows");
  static final TablePath KEYED = TablePath.of("load", "keyed_rows");

  private static final int SECONDS = 20;

  private LoadTables() {}

  static Connection connect(String bootstrapServers) {
    Configuration configuration = new Configuration();
    configuration.setString("bootstrap.servers", bootstrapServers);
    // Fluss 0.7.0's idempotent writer may hang for good when a tablet stops (issue 706).
    configuration.setString("client.writer.enable-idempotence", "false");
    return ConnectionFactory.createConnection(configuration);
  }

  /** Creates what is missing. */
  static void create(Connection connection)
      throws ExecutionException, InterruptedException, TimeoutException {
    Admin admin = connection.getAdmin();
    admin
        .createDatabase(LOG.getDatabaseName(), DatabaseDescriptor.EMPTY, true)
        .get(SECONDS, TimeUnit.SECONDS);
    admin.createTable(LOG, descriptor(columns().build()), true).get(SECONDS, TimeUnit.SECONDS);
    admin
        .createTable(KEYED, descriptor(columns().primaryKey("id").build()), true)
        .get(SECONDS, TimeUnit.SECONDS);
  }

  static GenericRow row(long id) {
    return GenericRow.of(id, BinaryString.fromString("row " + id));
  }

  static GenericRow key(long id) {
    return GenericRow.of(id);
  }

  private static Schema.Builder columns() {
    return Schema.newBuilder().column("id", DataTypes.BIGINT()).column("text", DataTypes.STRING());
  }

  private static TableDescriptor descriptor(Schema schema) {
    return TableDescriptor.builder()
        .schema(schema)
        .distributedBy(BUCKETS, "id")
        .property("table.replication.factor", "3")
        .build();
  }
}
