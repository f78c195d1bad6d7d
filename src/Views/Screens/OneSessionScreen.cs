using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Saving;

namespace CSysdig.Views.Screens;

/// <summary>A screen of one session alone, which it follows until it is closed. It is of the whole capture, whatever stretch of time others are of.</summary>
abstract class OneSessionScreen : Screen, IAboutSession, ITerminalRecord
{
    readonly TranscriptFeed _feed;

    protected OneSessionScreen(IScreenHost host, SessionRow session) : base(host)
    {
        AsChosen = session;
        _feed = host.Story.Follow(session.Number);
    }

    /// <summary>The session as it is known now; as it was chosen where it is known no more.</summary>
    public SessionRow Session => Host.Story.Sessions.Rows.FirstOrDefault(row => row.Number == AsChosen.Number) ?? AsChosen;

    public override Selection Selection { get; } = new();
    public override bool IsOfAll => true;
    public override Screen About(Selection selection) => Ways.Open(Host, ViewCatalog.Start(Host.Containers), selection);

    public int WriteCast(Stream to) => CastFile.Write(to, Host.History, (Newest?.Terminal ?? default).Span, SafeText.ToString(SessionLines.NameOf(AsChosen)));

    public override void Close() => _feed.Dispose();

    /// <summary>The session as it was when it was chosen.</summary>
    protected SessionRow AsChosen { get; }

    /// <summary>What was done in it so far; null before it was looked at.</summary>
    protected Transcript? Newest => _feed.Newest;
}
