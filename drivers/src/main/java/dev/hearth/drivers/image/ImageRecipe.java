package dev.hearth.drivers.image;

import java.util.List;

/**
 * What an image is made of when it is made of packages.
 *
 * @param name what it will be called
 * @param runtimes runtime identifiers that it must serve
 * @param packages more Debian packages
 */
public record ImageRecipe(String name, List<String> runtimes, List<String> packages) {

    public ImageRecipe {
        runtimes = List.copyOf(runtimes);
        packages = List.copyOf(packages);
    }
}
