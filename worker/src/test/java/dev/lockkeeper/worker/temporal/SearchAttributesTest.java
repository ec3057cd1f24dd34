package dev.lockkeeper.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.worker.LogLines;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchAttributesTest {
  private static final List<String> NAMES =
      List.of("LockkeeperCluster", "LockkeeperNode", "LockkeeperProduct", "LockkeeperState");

  private final Operator operator = new Operator();
  private final LogLines log = new LogLines();
  private Server server;
  private ManagedChannel channel;
  private SearchAttributes searchAttributes;

  @BeforeEach
  void serve() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(operator).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    searchAttributes =
        new SearchAttributes(
            () -> OperatorServiceGrpc.newBlockingStub(channel), "upgrades", Duration.ZERO);
  }

  @AfterEach
  void end() {
    channel.shutdownNow();
    server.shutdownNow();
    log.close();
  }

  @Test
  void nothingIsAddedWhenAllExist() throws Exception {
    NAMES.forEach(name -> operator.put(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    operator.adding = Status.INTERNAL;

    assertThat(searchAttributes.ensure()).isTrue();
    assertThat(operator.adds).isZero();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void onlyTheMissingAreAddedAndUsedOnceTheyShowUp() throws Exception {
    operator.put("LockkeeperCluster", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    operator.looksUntilUsable = 3;

    assertThat(searchAttributes.ensure()).isTrue();
    assertThat(operator.adds).isEqualTo(1);
    assertThat(operator.present.keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(log.lines())
        .containsExactly(
            "INFO [- - -] Added the search attributes [LockkeeperNode, LockkeeperProduct,"
                + " LockkeeperState] to namespace 'upgrades'");
  }

  @Test
  void aServiceThatRefusesToAddThemIsWarnedAboutWithTheCommandToRun() throws Exception {
    operator.adding = Status.PERMISSION_DENIED;

    assertThat(searchAttributes.ensure()).isFalse();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARN [- - -] Namespace 'upgrades' lacks the search attributes " + NAMES)
        .contains(
            "PERMISSION_DENIED",
            "search-attribute create --namespace upgrades --name LockkeeperCluster --type Keyword");
  }

  @Test
  void attributesThatNeverShowUpAreNotUsed() throws Exception {
    operator.looksUntilUsable = Integer.MAX_VALUE;

    assertThat(searchAttributes.ensure()).isFalse();
    assertThat(log.lines()).singleElement().asString().contains("they do not show up");
  }

  @Test
  void anAttributeOfAnotherTypeIsNotUsed() throws Exception {
    NAMES.forEach(name -> operator.put(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    operator.put("LockkeeperState", IndexedValueType.INDEXED_VALUE_TYPE_INT);
    operator.adding = Status.ALREADY_EXISTS;

    assertThat(searchAttributes.ensure()).isFalse();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("[LockkeeperState]", "ALREADY_EXISTS");
  }

  @Test
  void aServiceWithoutAnOperatorApiIsWarnedAbout() throws Exception {
    operator.listing = Status.UNIMPLEMENTED;

    assertThat(searchAttributes.ensure()).isFalse();
    assertThat(log.lines()).singleElement().asString().contains("Cannot find out", "UNIMPLEMENTED");
  }

  /** A service that manages search attributes, as slowly and unwillingly as a test says. */
  private static final class Operator extends OperatorServiceGrpc.OperatorServiceImplBase {
    private final Map<String, IndexedValueType> present = new HashMap<>();
    private final Map<String, IndexedValueType> added = new HashMap<>();
    private @Nullable Status listing;
    private @Nullable Status adding;
    private int looksUntilUsable;
    private int adds;

    void put(String name, IndexedValueType type) {
      present.put(name, type);
    }

    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      if (adds > 0 && looksUntilUsable-- <= 0) {
        present.putAll(added);
      }
      reply(
          answer,
          listing,
          ListSearchAttributesResponse.newBuilder().putAllCustomAttributes(present).build());
    }

    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> answer) {
      adds++;
      added.putAll(request.getSearchAttributesMap());
      reply(answer, adding, AddSearchAttributesResponse.getDefaultInstance());
    }

    private static <T> void reply(StreamObserver<T> answer, @Nullable Status refusal, T content) {
      if (refusal == null) {
        answer.onNext(content);
        answer.onCompleted();
      } else {
        answer.onError(refusal.asRuntimeException());
      }
    }
  }
}
