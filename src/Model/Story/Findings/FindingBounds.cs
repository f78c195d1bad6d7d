namespace CSysdig.Model.Story.Findings;

/// <summary>From where on something is told: the rules go by these numbers, and their table says them.</summary>
static class FindingBounds
{
    /// <summary>So many failed logins before a session are more than a bad memory for passwords; fewer if of several users.</summary>
    public const int FailuresBefore = 5, FailuresOfSeveral = 3;
    /// <summary>So many failures from one address are told though nobody got in.</summary>
    public const int FailuresAlone = 10;
    /// <summary>So many datagrams in one second, and so many bytes in all, are a flood; where one in so many is answered, it is a talk.</summary>
    public const int FloodDatagrams = 2_000, FloodAnswers = 100;
    public const long FloodBytes = 1 << 20;
    /// <summary>So many places tried, and fewer than one in so many that answered, is no client's work.</summary>
    public const int ScanPlaces = 50, ScanAnswers = 5;
    /// <summary>So many bytes through one connection are more than asking for it.</summary>
    public const int SentBytes = 256;
    /// <summary>So many names of one domain, each with a part of so many bytes, are no names: they are what is sent.</summary>
    public const int QueriedNames = 20, QueriedBytes = 40;
    /// <summary>So many recipients of mail, and so many servers that it was handed to, are no letter and no relay.</summary>
    public const int MailRecipients = 100, MailServers = 10;
}
