namespace CSysdig.Model.History.Packing;

/// <summary>What a <see cref="LendingStore{T, TPlace}"/> lends.</summary>
interface ILent
{
    /// <summary>How many have it, the store itself among them while it keeps it; 1 when it is new. Changed under the store's lock.</summary>
    int Holders { get; set; }

    /// <summary>What it takes of memory.</summary>
    long MemoryBytes { get; }
}
