/** Names of the objects below a storage root: each kind of object has one template that formats and parses. */
@NullMarked
package io.kubeface.core.name;

import org.jspecify.annotations.NullMarked;
