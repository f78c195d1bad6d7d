namespace CSysdig.Model.Story.Findings;

/// <summary>What a finding says that somebody did.</summary>
public enum FindingKind : byte
{
    TriedPasswords, GuessedPassword, LoggedIn, LookedAround, MadeHiddenPlace, RanFromHiddenPlace, Downloaded, RanDownload, Compiled,
    RanDocument, RanFromMemory, TookFalseName, TookOrders, Flooded, Scanned, Mined, SentMail, ReverseShell, LeftWebShell, ReplacedTools, LockedFiles,
    OpenedFirewall, StoppedGuards, ReadPasswords, ReadMemory, TookHold, SearchedSecrets, Collected, CopiedData, SentOut, SentBack, SentToService,
    SentByDatagrams, DestroyedFiles, WipedLogs, ClearedHistory,
    KeptNoHistory, SetTimesBack, RemovedTools, RemovedItself, AddedCronJob, AddedSshKey, ChangedAccounts, AddedAccount, ChangedSudoers,
    AddedService, ChangedStartScript, PreloadedLibrary, LoadedModule, LoadedBpf, SetUserIdBit, LeftContainer,
    /// <summary>Of captures of many hosts that are looked at together: either end of a connection.</summary>
    MovedOn, CameFrom,
    /// <summary>It passed a rule of the user's own files; such have no row in the table.</summary>
    MatchedRule,
}

/// <summary>Which screen shows the evidence best.</summary>
public enum EvidenceKind : byte
{
    /// <summary>The events that the deed is made of and no others; the bytes that they moved, where they did.</summary>
    Deed,
    /// <summary>The events, a line each.</summary>
    Events,
    /// <summary>The bytes read and written.</summary>
    Bytes,
    /// <summary>Who was talked to.</summary>
    Connections,
}
