package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Mark;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from an event history which commands a run gave, and what came of them. */
final class RanReader {
  private static final ObjectMapper JSON = Json.mapper();

  private final Map<Long, Command> commands = new LinkedHashMap<>();

  static List<Ran> read(List<HistoryEvent> events) {
    RanReader reader = new RanReader();
    events.forEach(reader::take);
    return reader.commands.values().stream().map(Command::ran).toList();
  }

  static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MILLIS);
  }

  private void take(HistoryEvent event) {
    Instant at = time(event.getEventTime());
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          commands.put(event.getEventId(), new Command(event, at));
      case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
          command(event.getActivityTaskStartedEventAttributes().getScheduledEventId())
              .begin(event.getActivityTaskStartedEventAttributes());
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var attributes = event.getActivityTaskCompletedEventAttributes();
        command(attributes.getScheduledEventId()).done(at, attributes.getResult());
      }
      case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
        var attributes = event.getActivityTaskFailedEventAttributes();
        command(attributes.getScheduledEventId()).fail(at, "failed", attributes.getFailure());
      }
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT -> {
        var attributes = event.getActivityTaskTimedOutEventAttributes();
        command(attributes.getScheduledEventId()).fail(at, "timed out", attributes.getFailure());
      }
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED -> {
        var attributes = event.getActivityTaskCanceledEventAttributes();
        command(attributes.getScheduledEventId()).end(at, "cancelled");
      }
      default -> {}
    }
  }

  private Command command(long scheduled) {
    Command command = commands.get(scheduled);
    if (command == null) {
      throw new IllegalStateException("the history tells no beginning of command " + scheduled);
    }
    return command;
  }

  private static final class Command {
    private final ActivityTaskScheduledEventAttributes order;
    private final String title;
    private final Instant at;
    private @Nullable Instant until;
    private String outcome = "not ended";
    private int attempts;
    private @Nullable String worker;
    private @Nullable String result;
    private @Nullable JobResult ended;
    private @Nullable FailedJob broken;
    private List<Mark> marks = List.of();
    private @Nullable Failure failure;

    Command(HistoryEvent event, Instant at) {
      this.order = event.getActivityTaskScheduledEventAttributes();
      this.at = at;
      String type = order.getActivityType().getName();
      JsonNode summary = json(event.getUserMetadata().getSummary());
      this.title = summary.isTextual() ? summary.asText() : type;
    }

    void begin(ActivityTaskStartedEventAttributes begun) {
      attempts = begun.getAttempt();
      worker = begun.getIdentity();
    }

    void end(Instant now, String word) {
      until = now;
      outcome = word;
    }

    void done(Instant now, Payloads given) {
      end(now, "done");
      result = hash(given);
      JsonNode value = first(given);
      if (value.has("exit") && value.has("marks") && value.has("log")) {
        ended = JSON.convertValue(value, JobResult.class);
        marks = ended.marks();
      }
    }

    void fail(Instant now, String word, io.temporal.api.failure.v1.Failure why) {
      end(now, word);
      var application = why.getApplicationFailureInfo();
      FailureReason reason =
          Arrays.stream(FailureReason.values())
              .filter(known -> known.name().equals(application.getType()))
              .findFirst()
              .orElse(why.hasTimeoutFailureInfo() ? FailureReason.TIMEOUT : FailureReason.DEFECT);
      failure = new Failure(reason, why.getMessage());
      broken = FailedJob.read(why.getMessage()).orElse(null);
      JsonNode reached = first(application.getDetails());
      if (reached.isArray() && reached.path(0).has("at")) {
        marks = List.of(JSON.convertValue(reached, Mark[].class));
      }
    }

    Ran ran() {
      return new Ran(
          title,
          order.getActivityType().getName(),
          at,
          until,
          outcome,
          attempts,
          worker,
          hash(order.getInput()),
          result,
          failure,
          job());
    }

    private Ran.@Nullable Job job() {
      Optional<JobName> named =
          order.getInput().getPayloadsList().stream()
              .map(RanReader::json)
              .filter(value -> value.has("upgrade") && value.has("step") && value.has("attempt"))
              .map(value -> JSON.convertValue(value, JobName.class))
              .findFirst();
      if (named.isEmpty()) {
        return null;
      }
      JobName job = named.get();
      boolean ran = ended != null || !marks.isEmpty();
      Integer exit = broken == null ? null : Integer.valueOf(broken.exit());
      String log = broken == null ? null : broken.log();
      return new Ran.Job(
          job.node(),
          job.step(),
          job.attempt(),
          job.directory(),
          ended == null ? null : ended.script(),
          ended == null ? exit : Integer.valueOf(ended.exit()),
          ran ? seconds(marks) : null,
          marks,
          ended == null ? log : ended.log());
    }

    private static double seconds(List<Mark> marks) {
      return marks.isEmpty()
          ? 0
          : ChronoUnit.MILLIS.between(marks.get(0).at(), marks.get(marks.size() - 1).at()) / 1000.0;
    }
  }

  private static JsonNode first(Payloads payloads) {
    return payloads.getPayloadsCount() == 0 ? JSON.missingNode() : json(payloads.getPayloads(0));
  }

  /** Payloads that are no JSON tell nothing here. */
  private static JsonNode json(Payload payload) {
    try {
      return JSON.readTree(payload.getData().toStringUtf8());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String hash(Payloads payloads) {
    List<String> texts = new ArrayList<>();
    payloads.getPayloadsList().forEach(payload -> texts.add(payload.getData().toStringUtf8()));
    try {
      byte[] text = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
