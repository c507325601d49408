package io.isol8.app;

import io.isol8.domain.CustomImage;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Isol8Config;
import java.util.ArrayList;
import java.util.List;

/** The images that a configuration wants to have ready (spec 24.9). */
final class PrebuiltImages {

    private PrebuiltImages() {}

    /** @throws Isol8Exception naming the one that cannot be made */
    static List<CustomImage> of(Isol8Config config) {
        List<CustomImage> images = new ArrayList<>();
        for (int i = 0; i < config.prebuiltImages().size(); i++) {
            try {
                images.add(config.prebuiltImages().get(i).image());
            } catch (Isol8Exception e) {
                throw Isol8Exception.invalid("prebuiltImages[" + i + "]: " + e.message());
            }
        }
        return images;
    }
}
