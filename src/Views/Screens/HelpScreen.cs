using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Screens;

/// <summary>The keys that work where help was asked for, from the same table that binds them.</summary>
sealed class HelpScreen : TextScreen
{
    public HelpScreen(IScreenHost host, Places place, Func<Act, bool> works) : base(host)
    {
        Heading(place switch
        {
            Places.Echo => "Keys in echo: the bytes",
            Places.Dig => "Keys in dig: the events",
            Places.Inspector => "Keys in the inspector",
            Places.Spectrogram => "Keys in a spectrogram: calls by time and latency",
            Places.Story => "Keys in the story: findings by session",
            Places.Overview => "Keys in the overview: how much, and when",
            Places.Replay => "Keys in a replay: what stood on a session's terminal",
            Places.Transcript => "Keys in a session's transcript",
            Places.Picker or Places.Views => "Keys in this list",
            _ => "Keys here",
        });
        if (place == Places.Views)
            Entry(Keys.Typing.Keys, Keys.Typing.Description, Style.Key);
        foreach (var row in Keys.In(place).Where(row => works(row.Act)))
            Entry(string.Join(" ", row.Keys.Select(KeyNames.Display)), row.Description, Style.Key);
        Blank();
        Heading("Mouse");
        Entry("click", "Select a row; on a column's title: sort by it; on the last line: do what the key does.", Style.Key);
        Entry("double click", "Open the row.", Style.Key);
        Entry("wheel", "Scroll.", Style.Key);
        Entry("drag", "Over the timeline: look at that stretch of time only.", Style.Key);
        Blank();
        Heading("How to find the way");
        Paragraph($"A view is a table about everything selected so far. {Keys.Of(Act.Open)} steps into the selected row, and what was selected "
            + $"stays selected: inside a process, {Keys.Of(Act.Views)} shows the connections, files or system calls of this process alone.");
        Paragraph($"Echo ({Keys.Of(Act.Echo)}) shows the bytes that were read and written, dig ({Keys.Of(Act.Dig)}) the events themselves. {Keys.Of(Act.Back)} always "
            + "leads back to the same row.");
    }

    public override string Title => "Help";
}
