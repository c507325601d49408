package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Stands before everything, upgrades and paths that lead nowhere included: lets in who has a key, and no more of them at
 * a time than leave threads for the probes (spec 3.1). A tenant gets no more than half the places, so that one who sends or
 * takes everything slowly does not keep the others out. Thread-safe.
 */
final class Doorman implements Filter {

    private static final Set<String> PROBES = Set.of("/health", "/ready");

    private static final Set<String> EXECUTIONS = Set.of("/execute", "/execute/stream");

    private final Admission admission;
    private final Orders orders;
    private final int most;
    private final Duration patience;
    private final Semaphore places;
    private final Map<String, Integer> byTenant = new ConcurrentHashMap<>();

    /**
     * @param orders is told of executions that are not let in
     * @param most how many requests are handled at the same time
     * @param patience how long somebody who was refused may go on sending
     */
    Doorman(Admission admission, Orders orders, int most, Duration patience) {
        this.admission = admission;
        this.orders = orders;
        this.most = most;
        this.patience = patience;
        this.places = new Semaphore(most);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        handle(asked, answer, chain);
        Leftovers.discard(asked, answer, patience);
    }

    private void handle(HttpServletRequest asked, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        boolean probe = PROBES.contains(asked.getRequestURI());
        if (!probe && !isAdmitted(asked, answer)) {
            return;
        }
        if (asked.getHeader("Sec-WebSocket-Version") != null
                && !asked.getRequestURI().equals(SocketServlet.PATH)) {
            Replies.error(answer, 404, "Not Found");
        } else if (probe) {
            chain.doFilter(asked, answer);
        } else {
            pass(asked, answer, chain);
        }
    }

    /** If not it has been told. */
    private boolean isAdmitted(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            admission.admit(request);
            return true;
        } catch (Refusal refusal) {
            Replies.error(response, refusal);
        } catch (Isol8Exception failure) {
            Replies.error(response, failure);
        }
        return false;
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String tenant = Admission.caller(request).tenant();
        if (!enters(tenant)) {
            Isol8Exception busy = new Isol8Exception(
                    ErrorCode.BUSY,
                    "Too many requests: " + (most - places.availablePermits())
                            + " are being handled already. Try again later.");
            if (EXECUTIONS.contains(request.getRequestURI())) {
                orders.refused(Admission.caller(request), busy);
            }
            Replies.error(response, busy);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            leaves(tenant);
        }
    }

    private boolean enters(String tenant) {
        if (!places.tryAcquire()) {
            return false;
        }
        boolean hasShare = byTenant.merge(tenant, 1, Integer::sum) <= most / 2;
        if (!hasShare) {
            leaves(tenant);
        }
        return hasShare;
    }

    private void leaves(String tenant) {
        byTenant.computeIfPresent(tenant, (unused, count) -> count == 1 ? null : count - 1);
        places.release();
    }
}
