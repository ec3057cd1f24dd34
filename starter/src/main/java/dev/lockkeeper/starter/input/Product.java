package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.databend.DatabendRequest;
import dev.lockkeeper.workflows.databend.DatabendUpgrade;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.kwdb.KwdbRequest;
import dev.lockkeeper.workflows.kwdb.KwdbUpgrade;
import dev.lockkeeper.workflows.openmldb.OpenMldbRequest;
import dev.lockkeeper.workflows.request.InvalidInputException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What this release of Lockkeeper can upgrade. */
public enum Product {
  DATABEND(
      DatabendRequest.PRODUCT,
      DatabendUpgrade.TYPE,
      DatabendRequest::read,
      DatabendRequest::schema),
  FLUSS(FlussRequest.PRODUCT, "FlussUpgrade", FlussRequest::read, FlussRequest::schema),
  KWDB(KwdbRequest.PRODUCT, KwdbUpgrade.TYPE, KwdbRequest::read, KwdbRequest::schema),
  OPENMLDB(
      OpenMldbRequest.PRODUCT, "OpenMldbUpgrade", OpenMldbRequest::read, OpenMldbRequest::schema);

  private final String word;
  private final String workflowType;
  private final Check check;
  private final Supplier<ObjectNode> schema;

  Product(String word, String workflowType, Check check, Supplier<ObjectNode> schema) {
    this.word = word;
    this.workflowType = workflowType;
    this.check = check;
    this.schema = schema;
  }

  /** The product's name in requests. */
  public String word() {
    return word;
  }

  /** The type of its workflow. */
  public String workflowType() {
    return workflowType;
  }

  /** The JSON Schema of its request. */
  public ObjectNode schema() {
    return schema.get();
  }

  void check(JsonNode request) throws InvalidInputException {
    check.run(request);
  }

  /** The product of a name. */
  public static Optional<Product> of(String word) {
    return Arrays.stream(values()).filter(product -> product.word.equals(word)).findFirst();
  }

  /** All names, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(Product::word).collect(Collectors.joining(", "));
  }

  private interface Check {
    void run(JsonNode request) throws InvalidInputException;
  }
}
