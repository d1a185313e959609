package dev.hearth.neighbours.sam;

import dev.hearth.neighbours.templates.TemplateFault;
import dev.hearth.neighbours.templates.Transform;
import java.util.Map;

/**
 * The transform {@code AWS::Serverless-2016-10-31}, as AWS CloudFormation applies it to a template.
 *
 * <p>Source: the AWS SAM specification (docs.aws.amazon.com, "AWS SAM resources and properties"), compared with the
 * published translator.
 */
public interface SamTransform extends Transform {

    /** What a template says in {@code Transform} to ask for it. */
    String NAME = "AWS::Serverless-2016-10-31";

    /**
     * Translates {@code template}, which stays as it is.
     *
     * @param template a tree of maps, lists, strings, numbers, booleans and nulls; short forms such as {@code !Ref}
     *     already
     *     written out
     * @param parameters values of the stack's parameters by name; defaults of the template count where one is missing
     */
    SamResult transform(Map<String, ?> template, Map<String, ?> parameters);

    @Override
    default Map<String, Object> apply(Map<String, Object> template, Map<String, Object> parameters) {
        return switch (transform(template, parameters)) {
            case SamResult.Translated done -> done.template();
            case SamResult.Refused refused ->
                throw TemplateFault.because("Transform " + NAME + " failed with: " + refused.message());
        };
    }

    /**
     * The transform as it works in {@code region}.
     *
     * @param partition the first part of that region's ARNs, such as {@code aws}
     */
    static SamTransform create(String partition, String region) {
        return new TreeTransform(partition, region);
    }
}
