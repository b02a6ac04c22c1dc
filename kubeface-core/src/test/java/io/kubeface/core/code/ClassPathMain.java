package io.kubeface.core.code;

/** Prints what it runs from. */
final class ClassPathMain {
    private ClassPathMain() {}

    public static void main(String[] args) throws Exception {
        ApplicationClassPath.ofThisJvm().forEach(System.out::println);
    }
}
