package io.kubeface.gcs;

/** What is asked of the service, and which right that takes. */
enum Call {
    READ("read", "storage.objects.get"),
    WRITE("write", "storage.objects.create (and storage.objects.delete to replace)"),
    LIST("list", "storage.objects.list"),
    DELETE("delete", "storage.objects.delete"),
    COPY("copy", "storage.objects.get and storage.objects.create");

    private final String verb;
    private final String permissions;

    Call(String verb, String permissions) {
        this.verb = verb;
        this.permissions = permissions;
    }

    String verb() {
        return verb;
    }

    String permissions() {
        return permissions;
    }
}
