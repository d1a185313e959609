package dev.hearth.neighbours.resources;

import java.util.List;
import java.util.Map;

/** {@code AWS::SSM::Parameter}. */
final class SsmTypes {

    private static final String SSM = "ssm";
    private static final int NAME_CHARS = 1_011;

    private SsmTypes() {}

    static List<ResourceType> all() {
        return List.of(Declared.of("AWS::SSM::Parameter", SSM)
                .create("PutParameter", wish -> input(wish, false))
                .id((wish, response) -> wish.name("Name", NAME_CHARS))
                .marked(Mark.tag(
                        SSM,
                        "ListTagsForResource",
                        (id, wish) -> Map.of("ResourceType", "Parameter", "ResourceId", id)))
                .computed("Type", (id, wish) -> wish.text("Type", "String"))
                .computed("Value", (id, wish) -> wish.text("Value", ""))
                .replacing("Name")
                .update("PutParameter", (id, wish) -> input(wish, true))
                .delete("DeleteParameter", (id, wish) -> Map.of("Name", id)));
    }

    private static Map<String, Object> input(Wish wish, boolean overwrite) {
        Map<String, Object> input = Properties.without(wish, "Tags");
        input.put("Name", wish.name("Name", NAME_CHARS));
        if (overwrite) {
            input.put("Overwrite", true);
        } else if (!wish.allTags().isEmpty()) {
            input.put("Tags", wish.tagList());
        }
        return input;
    }
}
