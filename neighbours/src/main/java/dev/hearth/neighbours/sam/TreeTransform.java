package dev.hearth.neighbours.sam;

import java.util.Map;

/** {@link SamTransform} for one region. */
final class TreeTransform implements SamTransform {

    private final String partition;
    private final String region;

    TreeTransform(String partition, String region) {
        this.partition = partition;
        this.region = region;
    }

    @Override
    public SamResult transform(Map<String, ?> template, Map<String, ?> parameters) {
        return new Translation(Tree.copyOf(template), parameters, partition, region).run();
    }
}
