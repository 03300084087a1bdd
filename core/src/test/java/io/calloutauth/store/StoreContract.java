package io.calloutauth.store;

/**
 * What "a store" means. A store's test extends this class and says how to get an empty store and
 * how time passes for it; it inherits every test:
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContract {
 *   private final MyStore store = MyStore.create(…);       // JUnit makes an object for each test
 *   @Override public Store store() { return store; }
 *   @Override public void advance(Duration time) { … }
 * }
 * }</pre>
 *
 * <p>Tests run up to 16 threads against the store at once, so it needs as many connections, or
 * patience. Ids are ASCII where their order matters.
 */
public abstract class StoreContract
    implements ProviderContract,
        ProviderClientContract,
        ProviderListContract,
        ProviderDeletionContract,
        BindingContract,
        LeaseContract,
        TokenRowsContract,
        TokenRequestOutcomeContract,
        ContinuationContract,
        DoubtContract,
        AuthorizationContract,
        ClaimContract,
        HistoryContract,
        DueContinuationContract,
        RevocationContract,
        PendingRevocationContract,
        ChangeFeedContract,
        SealContract,
        AuthorizationSealContract,
        TenantContract,
        KeyContract,
        SizeContract {}
