package io.moodlepipeline.testkit.junit;

import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests their servers, or says why they cannot have them. */
final class Backends implements ParameterResolver, ExecutionCondition {
    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(Backends.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Servers.inContainers()) {
            return ConditionEvaluationResult.enabled("embedded servers");
        }
        Optional<String> obstacle = embeddedOnly(context).or(ContainerEngine::obstacle);
        if (obstacle.isEmpty()) {
            return ConditionEvaluationResult.enabled("containers");
        }
        System.out.println("SKIPPED " + context.getDisplayName() + " on containers: " + obstacle.get());
        return ConditionEvaluationResult.disabled(obstacle.get());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaBackend.class || type == PostgresBackend.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root store lives as long as the test JVM runs tests, and closes what it holds.
        Servers servers = context.getRoot()
                .getStore(SHARED)
                .computeIfAbsent(
                        Servers.class,
                        key -> Servers.inContainers() ? Servers.containers() : Servers.embedded(),
                        Servers.class);
        return parameter.getParameter().getType() == KafkaBackend.class ? servers.kafka() : servers.postgres();
    }

    private static Optional<String> embeddedOnly(ExtensionContext context) {
        return context.getElement()
                .map((AnnotatedElement element) -> element.getAnnotation(EmbeddedOnly.class))
                .map(EmbeddedOnly::value);
    }
}
