package io.kubeface.bootstrap;

/** One jar that a worker starts from; the name is for people. */
record WorkerJar(String sha256, long sizeBytes, String name) {}
