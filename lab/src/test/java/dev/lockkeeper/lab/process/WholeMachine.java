package dev.lockkeeper.lab.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that keeps a machine of two cores busy. No two of them run at the same time, in
 * whichever JVMs: a real database that gets no CPU for seconds loses sessions and replicas, and the
 * upgrade rightly does not go on.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WholeMachineLock.class)
public @interface WholeMachine {}
