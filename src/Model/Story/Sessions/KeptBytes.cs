namespace CSysdig.Model.Story.Sessions;

/// <summary>What all sessions together keep of commands, files and connections.</summary>
sealed class KeptBytes
{
    /// <summary>An entry takes so much beside its text.</summary>
    const int EachEntry = 160;

    /// <summary>So much is kept in all.</summary>
    public const long Most = 128 << 20;

    public long Taken { get; private set; }

    /// <summary>Takes room for an entry with so much text, or says that there is none (0).</summary>
    public int Take(int text) => TakeBytes(text + EachEntry);

    /// <summary>The same for something that takes no more than this.</summary>
    public int TakeBytes(int bytes)
    {
        if (Taken + bytes > Most)
            return 0;
        Taken += bytes;
        return bytes;
    }

    public void GiveBack(long bytes) => Taken -= bytes;
}
