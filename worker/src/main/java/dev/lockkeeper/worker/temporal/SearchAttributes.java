package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.workflows.runbook.Announcer;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.common.SearchAttributeKey;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search attributes by which upgrades are found in the workflow list. They are a convenience:
 * an upgrade runs without them, whereas setting one that the namespace lacks would get it stuck.
 */
final class SearchAttributes {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributes.class);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final int LOOKS = 20;

  private final Supplier<OperatorServiceBlockingStub> operator;
  private final String namespace;
  private final Duration betweenLooks;

  /**
   * @param operator gives the service that manages a namespace
   * @param betweenLooks how long to wait before looking again whether new attributes are usable
   */
  SearchAttributes(
      Supplier<OperatorServiceBlockingStub> operator, String namespace, Duration betweenLooks) {
    this.operator = operator;
    this.namespace = namespace;
    this.betweenLooks = betweenLooks;
  }

  /**
   * Makes sure that the attributes exist.
   *
   * @return whether all of them can be used; if not, a warning has been logged
   */
  boolean ensure() throws InterruptedException {
    SortedSet<String> missing;
    try {
      missing = missing();
    } catch (StatusRuntimeException refused) {
      log.warn(
          "Cannot find out which search attributes namespace '{}' has ({}); upgrades run without"
              + " them. Once they exist, restart the worker",
          namespace,
          refused.getStatus().getCode());
      return false;
    }
    return missing.isEmpty() || add(missing);
  }

  private boolean add(SortedSet<String> missing) throws InterruptedException {
    try {
      service()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(
                      missing.stream()
                          .collect(
                              Collectors.toMap(
                                  name -> name,
                                  name -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)))
                  .build());
      if (becomeUsable()) {
        log.info("Added the search attributes {} to namespace '{}'", missing, namespace);
        return true;
      }
      warn(missing, "they were added, but they do not show up");
    } catch (StatusRuntimeException refused) {
      warn(
          missing,
          "the service does not let this worker add them, " + refused.getStatus().getCode());
    }
    return false;
  }

  /** A server may take a moment: it reads its table of attributes now and then. */
  private boolean becomeUsable() throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      if (missing().isEmpty()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(betweenLooks.toMillis());
    }
    return false;
  }

  private void warn(SortedSet<String> missing, String reason) {
    log.warn(
        "Namespace '{}' lacks the search attributes {} ({}); upgrades run without them. Add them and"
            + " restart the worker: temporal operator search-attribute create --namespace {}{}",
        namespace,
        missing,
        reason,
        namespace,
        missing.stream()
            .map(name -> " --name " + name + " --type Keyword")
            .collect(Collectors.joining()));
  }

  /** One of another type counts as missing: adding it is then refused, and the reason shown. */
  private SortedSet<String> missing() {
    Map<String, IndexedValueType> present =
        service()
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
            .getCustomAttributesMap();
    return Stream.of(Announcer.CLUSTER, Announcer.PRODUCT, Announcer.STATE, Announcer.NODE)
        .map(SearchAttributeKey::getName)
        .filter(name -> present.get(name) != IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private OperatorServiceBlockingStub service() {
    return operator.get().withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS);
  }
}
