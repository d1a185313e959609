package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.registry.Registry;
import org.jspecify.annotations.Nullable;

/** What the frontend asks of the registry. */
record RegistryResolver(Registry registry) implements Frontend.Resolver {

    private static final String ALLOW = "Allow";
    private static final String LATEST = "$LATEST";

    @Override
    public FunctionVersion resolve(String function, @Nullable String qualifier) {
        return registry.resolve(function, qualifier);
    }

    @Override
    public boolean isFixed(String function, String qualifier) {
        if (function.indexOf(':') >= 0) {
            return false;
        }
        if (qualifier.isEmpty() || qualifier.equals(LATEST) || qualifier.chars().allMatch(Character::isDigit)) {
            return true;
        }
        try {
            return registry.aliases().get(function, qualifier).weights().isEmpty();
        } catch (FaultException gone) {
            return false;
        }
    }

    @Override
    public boolean mayRecur(FunctionVersion version) {
        try {
            return registry.options().recursion(version.name()).recursiveLoop().equals(ALLOW);
        } catch (FaultException gone) {
            return false;
        }
    }
}
