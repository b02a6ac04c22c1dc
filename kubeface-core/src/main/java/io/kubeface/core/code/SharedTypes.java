package io.kubeface.core.code;

/** Shows the platform, and of the process around it the types of core alone; no resources of that process. */
final class SharedTypes extends ClassLoader {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private static final String SHARED = "io.kubeface.core.";
    private static final String BESIDE_THE_USERS_LIBRARIES = "io.kubeface.core.codec.protobuf.";

    private final ClassLoader process;

    SharedTypes(ClassLoader process) {
        super(ClassLoader.getPlatformClassLoader());
        this.process = process;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(SHARED) && !name.startsWith(BESIDE_THE_USERS_LIBRARIES)) {
            return process.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }
}
