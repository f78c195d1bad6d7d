using CSysdig.Model.Views;

namespace CSysdig.Tests.Model.Views;

public sealed class SelectionTests
{
    static readonly ViewDefinition s_procs = ViewCatalog.Find("procs")!;
    static readonly ViewDefinition s_files = ViewCatalog.Find("files")!;

    [Fact]
    public void The_whole_machine_is_filtered_by_the_view_alone()
    {
        Assert.Equal("", new Selection().Filter);
        Assert.Equal("evt.type!=switch", new Selection().FilterFor(s_procs));
    }

    [Fact]
    public void The_filter_of_the_command_line_holds_everywhere()
    {
        var selection = new Selection("proc.name=sshd ");
        Assert.Equal("(proc.name=sshd) and (evt.type!=switch)", selection.FilterFor(s_procs));
    }

    [Fact]
    public void A_drill_down_keeps_the_views_filter_and_adds_the_rows_key()
    {
        var process = new Selection().DrillDown(s_procs, "32603", isText: false);
        Assert.Equal("(evt.type!=switch) and proc.pid=32603", process.Filter);
    }

    [Fact]
    public void Steps_add_up_and_change_no_selection_before()
    {
        var process = new Selection().DrillDown(s_procs, "32603", isText: false);
        var file = process.DrillDown(s_files, "/etc/shadow", isText: true);
        Assert.Contains("proc.pid=32603", file.Filter);
        Assert.Contains("fd.name=\"/etc/shadow\"", file.Filter);
        Assert.DoesNotContain("fd.name", process.Filter);
    }

    [Fact]
    public void A_key_with_a_quote_in_it_can_still_be_selected()
    {
        Assert.EndsWith(@"fd.name=""a\""b""", new Selection().DrillDown(s_files, "a\"b", isText: true).Filter);
    }

    [Fact]
    public void The_escapes_of_a_shown_key_stay_those_of_the_filter_and_other_backslashes_stay_themselves()
    {
        Assert.EndsWith(@"fd.name=""/tmp/\xff""", new Selection().DrillDown(s_files, @"/tmp/\xff", isText: true).Filter);
        Assert.EndsWith(@"fd.name=""/tmp/\x5cxff""", new Selection().DrillDown(s_files, @"/tmp/\x5cxff", isText: true).Filter);
        Assert.EndsWith(@"fd.name=""by\\x2duuid\\""", new Selection().DrillDown(s_files, @"by\x2duuid\", isText: true).Filter);
    }
}
