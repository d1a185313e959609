package dev.hearth.neighbours.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources that are what their names say. */
record TestSurroundings(Map<String, String> exports) implements Surroundings {

    static final Map<String, Object> PSEUDO = Map.of(
            "AWS::Region",
            "us-east-1",
            "AWS::AccountId",
            "000000000000",
            "AWS::StackName",
            "s",
            "AWS::Partition",
            "aws");

    @Override
    public @Nullable Object ref(String logicalId) {
        return logicalId.startsWith("Later") ? new Unknown(logicalId) : "id-of-" + logicalId;
    }

    @Override
    public Object attribute(String logicalId, String attribute) {
        return logicalId.startsWith("Later")
                ? new Unknown(logicalId + "." + attribute)
                : attribute + "-of-" + logicalId;
    }

    @Override
    public String exported(String name) {
        String value = exports.get(name);
        if (value == null) {
            throw TemplateFault.because("No export named " + name + " found.");
        }
        return value;
    }

    @Override
    public List<String> zones(String region) {
        return List.of(region + "a", region + "b");
    }

    @Override
    public Object dynamic(String reference) {
        return "<" + reference + ">";
    }
}
