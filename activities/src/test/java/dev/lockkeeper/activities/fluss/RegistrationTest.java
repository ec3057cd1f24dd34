package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final String PATH = "/fluss/tabletservers/ids/12";

  @Test
  void theFirstListenerIsWhereAServerIsFrom07On() throws StepFailed {
    Registration read =
        parse(
            "{\"version\":3,\"listeners\":\"FLUSS://10.0.0.11:9124,CLIENT://tablet:9125\","
                + "\"register_timestamp\":1}");
    assertThat(read).isEqualTo(new Registration(PATH, "10.0.0.11", 9124));
    assertThat(read.id()).isEqualTo("12");
  }

  @Test
  void hostAndPortAreWhereItWasIn06() throws StepFailed {
    assertThat(parse("{\"version\":1,\"host\":\"tablet-1\",\"port\":9124}"))
        .isEqualTo(new Registration(PATH, "tablet-1", 9124));
  }

  @Test
  void whatSaysNoPlaceIsNoAnswer() {
    for (String text : new String[] {"{}", "", "startup", "{\"listeners\":\"FLUSS://nowhere\"}"}) {
      assertThatThrownBy(() -> parse(text))
          .isInstanceOf(StepFailed.class)
          .hasMessageContaining(PATH)
          .hasMessageContaining("instead of a server's listeners or host");
    }
  }

  private static Registration parse(String text) throws StepFailed {
    return Registration.parse(PATH, text.getBytes(StandardCharsets.UTF_8));
  }
}
