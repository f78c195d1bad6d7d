using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>A process that hands mail to servers.</summary>
sealed class Mailer(ulong first)
{
    const int MostServers = 4_096;

    readonly HashSet<byte[]> _servers = new(ByteKey.Comparer);

    public ulong First { get; } = first;
    public long Recipients { get; private set; }
    public int Servers => _servers.Count;
    public Finding? Finding { get; set; }

    public bool Sends => Recipients >= FindingBounds.MailRecipients && _servers.Count >= FindingBounds.MailServers;

    /// <summary>Who a mail is to, one or more in what was written at once; none where it is no such line.</summary>
    public static int RecipientsIn(ReadOnlySpan<byte> data)
    {
        const string To = "RCPT TO:";
        if (data.Length < To.Length || !Ascii.EqualsIgnoreCase(data[..5], "RCPT "u8) && !Ascii.EqualsIgnoreCase(data[..5], "MAIL "u8))
            return 0;
        return data.Count("RCPT TO:"u8) + data.Count("rcpt to:"u8);
    }

    public void Take(FdInfo socket, int recipients)
    {
        Recipients += recipients;
        if (_servers.Count < MostServers)
            _servers.Add(socket.DestinationIp);
    }
}
