using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Prompts;
using CSysdig.Views.Saving;

namespace CSysdig.Views.Screens;

/// <summary>The ways that lead on from any screen about a selection.</summary>
static class Ways
{
    /// <param name="row">What the selected row stands for, where echo and dig look.</param>
    public static bool Perform(Act act, IScreenHost host, Screen from, Selection row)
    {
        var selection = from.Selection!;
        // Of many captures those that are looked at together are chosen among, and one is stepped into.
        if (act is not (Act.Views or Act.Filter or Act.GroupBy or Act.Clear or Act.Story or Act.Sessions))
            host = from.RowHost;
        switch (act)
        {
            case Act.Views:
                host.Open(new ChooserScreen(host, selection, (from as ColumnsScreen)?.View, from.RowHost));
                return true;
            case Act.Story:
                host.Open(new StoryScreen(host, from.MarkedFinding is { } finding ? finding.IsSame : null));
                return true;
            case Act.Sessions:
                host.Open(OwnScreens.Sessions.Make(host, selection.Range));
                return true;
            case Act.Overview:
                host.Open(new OverviewScreen(host, selection));
                return true;
            case Act.Filter:
                host.Ask(FilterPrompt.For(host, from));
                return true;
            case Act.Spectrogram:
                host.Open(new SpectrogramScreen(host, ViewCatalog.Find("spectro_all")!, row));
                return true;
            case Act.GroupBy:
                host.Ask(GroupPrompt.For(host, selection));
                return true;
            case Act.Clear:
                from.TurnTo(selection with { CaptureFilter = "", Range = null });
                return true;
            case Act.Echo:
                host.Open(new EchoScreen(host, row, all: false));
                return true;
            case Act.Dig:
                host.Open(new DigScreen(host, row));
                return true;
            case Act.SaveStreams:
                host.Ask(StreamsCommand.Ask(host, row));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A view about a selection; sorted as <paramref name="before"/> was where the view is the same.</summary>
    public static Screen Open(IScreenHost host, ViewDefinition view, Selection selection, ColumnsScreen? before = null)
    {
        if (host.Fleet is not null)
            view = view.WithHost();
        if (view.Kind == ViewKind.Spectrogram)
            return new SpectrogramScreen(host, view, selection);
        ColumnsScreen screen = view.Kind == ViewKind.List ? new ListScreen(host, view, selection) : new TableScreen(host, view, selection);
        if (before is { SortColumn: >= 0 })
            screen.SortBy(before.SortColumn, before.Ascending);
        return screen;
    }
}
