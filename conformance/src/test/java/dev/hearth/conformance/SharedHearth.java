package dev.hearth.conformance;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one Hearth that the whole run shares; ends it after the last test. */
final class SharedHearth implements ParameterResolver, ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Hearth.inGuests() && Hearth.guestImages().isEmpty()
                ? ConditionEvaluationResult.disabled("HEARTH_IMAGES names no data folder with an image and a kernel")
                : ConditionEvaluationResult.enabled("functions can run");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Hearth.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent("hearth", key -> Hearth.start(), Hearth.class);
    }
}
