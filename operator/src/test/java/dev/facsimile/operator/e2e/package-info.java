/**
 * Tests against a real cluster, which {@code KUBECONFIG} names; skipped without it. They do what a
 * user does, with {@code kubectl} and {@code helm}, and look at what a user sees; {@link Site}
 * tells what they need to know of the place.
 *
 * <pre>{@code
 * mvn -Pe2e test                        # smoke
 * mvn -Pe2e test -De2e.groups=chaos     # kills and outages, needs FACSIMILE_E2E_FAULTS
 * mvn -Pe2e test -De2e.groups=scale     # on simulated nodes
 * }</pre>
 */
package dev.facsimile.operator.e2e;
