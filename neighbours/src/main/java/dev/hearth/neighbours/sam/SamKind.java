package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;

/** One kind of {@code AWS::Serverless::*} resources. */
interface SamKind {

    /** What properties it may have. */
    PropertyTable table();

    /** The CloudFormation resources that stand for {@code declared}; what is wrong is a {@link SamProblem}. */
    List<Made> translate(Declared declared, Context context);

    /** Types by the name under which templates refer to what was made, as in {@code !Ref Api.Stage}. */
    default Map<String, String> references() {
        return Map.of();
    }
}
