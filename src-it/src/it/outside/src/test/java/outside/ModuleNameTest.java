package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.dl4jfreeze.FreezingAdam;
import org.junit.jupiter.api.Test;

/** A project with modules requires the library by a name that stays. */
class ModuleNameTest {

    @Test
    void theJarNamesItsModule() throws URISyntaxException {
        Path jar = Path.of(FreezingAdam.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<ModuleReference> modules = ModuleFinder.of(jar).findAll();
        assertEquals(1, modules.size());
        ModuleDescriptor module = modules.iterator().next().descriptor();
        assertEquals("org.dl4jfreeze", module.name());
        assertTrue(module.isAutomatic());
    }
}
