package dev.lockkeeper.workflows.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a field of an operator's input means and which values it takes. {@link InputReader}
 * checks by it and {@link InputSchema} publishes it. A field is required unless its type is
 * {@code @Nullable} or it has a {@link #fallback()}. A record that is {@code @JsonUnwrapped} needs
 * no description: its fields lie at the same level and have theirs.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Described {
  /** One sentence for the person who fills the field in. */
  String value();

  /**
   * Regular expression that the whole text, each element of a list, or each key of a map must
   * match.
   */
  String pattern() default "";

  /** What the pattern means, in words: "a lower-case name such as orders-2". */
  String expected() default "";

  /** The value used when the field is absent, as JSON. */
  String fallback() default "";

  /** A sample value, as JSON. */
  String example() default "";
}
