package io.moodlepipeline.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class whose methods or constructor take a {@link io.moodlepipeline.testkit.KafkaBackend} or a
 * {@link io.moodlepipeline.testkit.PostgresBackend}. Both are started once per test JVM, when first asked for. The system
 * property {@code backends} chooses {@code embedded} (default) or {@code containers}; the build runs these classes on both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("backends")
@ExtendWith(Backends.class)
public @interface OnBackends {}
