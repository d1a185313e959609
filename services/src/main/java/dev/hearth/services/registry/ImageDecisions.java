package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import dev.hearth.core.FunctionImage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What holds for functions of the package type Image, in Lambda's words. Pure. */
final class ImageDecisions {

    private static final int MAX_WORDS = 1500;
    private static final int MAX_FOLDER = 1000;

    private ImageDecisions() {}

    /** Refuses a new function's wish when its package type and what it brings do not fit. */
    static void admit(CreateFunction wish) {
        Settings said = wish.settings();
        if (wish.imageUri() == null) {
            if (said.image() != null) {
                throw refused("ImageConfig is not supported for functions with packageType Zip.");
            }
            return;
        }
        if (wish.zip() != null) {
            throw refused("Please don't provide ZipFile when creating a function with packageType Image.");
        }
        admitSettings(said);
    }

    /** Refuses what only functions with a deployment package have. */
    static void admitSettings(Settings said) {
        if (said.runtime() != null
                || said.handler() != null
                || said.layers() != null && !said.layers().isEmpty()) {
            throw refused("Please don't provide Handler or Runtime or Layer when the intended function PackageType is"
                    + " Image.");
        }
        if ("PublishedVersions".equals(said.snapStart())) {
            throw refused("SnapStart is not supported for functions with packageType Image.");
        }
    }

    /** Refuses an update that does not fit the function's package type. */
    static void admitUpdate(FunctionRecord old, Settings said) {
        if (old.configuration().image().isPresent()) {
            admitSettings(said);
        } else if (said.image() != null) {
            throw refused("ImageConfig is not supported for functions with packageType Zip.");
        }
    }

    /** The image's name in an update of code, or null for one with a package; refused when it does not fit. */
    static @Nullable String uri(FunctionRecord old, UpdateCode wish) {
        boolean image = old.configuration().image().isPresent();
        if (image && (wish.imageUri() == null || wish.zip() != null)) {
            throw refused("Please provide ImageUri when updating a function with packageType Image.");
        }
        if (!image && wish.imageUri() != null) {
            throw refused("Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        return wish.imageUri();
    }

    /** The image that {@code uri} means now. */
    static ContainerImages.Resolved resolved(String uri, ContainerImages images) {
        return images.resolve(uri)
                .orElseThrow(() -> refused("Source image " + uri + " does not exist. Provide a valid source image."
                        + " 'hearth image import " + uri + "' brings it to this Hearth."));
    }

    static StoredCode code(ContainerImages.Resolved image) {
        return new StoredCode(image.digest(), 0, 0);
    }

    /** What was said of how the image is run, over what held before. */
    static Optional<FunctionImage> merged(Optional<FunctionImage> old, Settings.@Nullable ImageConfig said) {
        if (said == null) {
            return old;
        }
        check("imageConfig.entryPoint", said.entryPoint());
        check("imageConfig.command", said.command());
        new Constraints()
                .length("imageConfig.workingDirectory", said.workingDirectory(), 0, MAX_FOLDER)
                .verify();
        return old.map(image -> new FunctionImage(
                image.uri(),
                image.resolvedUri(),
                said.entryPoint() == null ? List.of() : said.entryPoint(),
                said.command() == null ? List.of() : said.command(),
                said.workingDirectory() == null ? "" : said.workingDirectory()));
    }

    private static void check(String member, @Nullable List<String> words) {
        new Constraints().size(member, words, 0, MAX_WORDS).verify();
    }

    private static FaultException refused(String message) {
        return FunctionDecisions.refused(message);
    }
}
