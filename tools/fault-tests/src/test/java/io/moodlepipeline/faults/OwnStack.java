package io.moodlepipeline.faults;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of a class one pipeline, started for the first of them and ended after the last. */
final class OwnStack implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(OwnStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        // The store of the class, not of the method: it closes what it holds when the class is done.
        ExtensionContext ofTheClass = context.getParent().orElseThrow();
        return ofTheClass
                .getStore(NAMESPACE)
                .computeIfAbsent(Stack.class, key -> Stack.start(tests.getSimpleName()), Stack.class);
    }
}
