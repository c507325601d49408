package io.isol8.ports;

/**
 * How much of a service one tenant may use at the same time (spec 9.7).
 *
 * @param executions that run; more have to wait
 * @param sessions that exist; more are refused
 */
public record TenantShare(int executions, int sessions) {

    /** As much as there is. */
    public static final TenantShare ALL = new TenantShare(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
