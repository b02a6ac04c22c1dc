/** Status pages of jobs: what is known of a job, in the storage, as a page for people and as JSON for programs. */
@NullMarked
package io.kubeface.status;

import org.jspecify.annotations.NullMarked;
