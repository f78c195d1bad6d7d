using CSysdig.Model.Views;
using CSysdig.Views.Actions;

namespace CSysdig.Tests.Views.Actions;

/// <summary>Captured text is a value to a command and never a part of it.</summary>
public sealed class ActionCommandTests
{
    public static TheoryData<string> HostileNames => ["$(reboot)", ";id", "a\nb", "`id`", "a b", "\"x\" y", "'; rm -rf /; '", "%proc.pid", "a|b>c&", "\\", "\u202e"];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_value_is_one_word_exactly_as_it_was_captured(string name)
    {
        var command = ActionCommand.Make(Action("less %fd.name"), _ => name);
        Assert.Null(command.Refusal);
        Assert.Equal(["less", name], command.Words);
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Inside_a_word_it_stays_inside(string name)
    {
        var command = ActionCommand.Make(Action("kubectl --namespace=%k8s.ns.name describe pods"), _ => name);
        Assert.Equal(["kubectl", "--namespace=" + name, "describe", "pods"], command.Words);
    }

    [Theory]
    [InlineData("-rf")]
    [InlineData("--eval=x")]
    public void A_value_does_not_become_an_option(string name) =>
        Assert.Contains("option", ActionCommand.Make(Action("less %fd.name"), _ => name).Refusal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Without_a_usable_value_there_is_no_command(string? value) =>
        Assert.Contains("fd.name", ActionCommand.Make(Action("less %fd.name"), _ => value).Refusal);

    [Fact]
    public void The_commands_of_all_views_need_no_shell()
    {
        foreach (var action in ViewCatalog.All.SelectMany(view => view.Actions))
        {
            var command = ActionCommand.Make(action, _ => "7");
            Assert.Null(command.Refusal);
            Assert.DoesNotContain(command.Words, word => word.AsSpan().ContainsAny("$`;|&<>%"));
        }
    }

    [Fact]
    public void Words_in_quotes_stay_together() => Assert.Equal(
        ["gdb", "-p", "7", "--batch", "-ex", "thread apply all bt full"],
        ActionCommand.Make(Action("gdb -p %proc.pid --batch -ex \"thread apply all bt full\""), _ => "7").Words);

    [Fact]
    public void What_is_shown_could_be_pasted_into_a_shell_and_mean_the_same() =>
        Assert.Equal("less '$(reboot)'\\''s'", ActionCommand.Make(Action("less %fd.name"), _ => "$(reboot)'s").ToString());

    static ViewAction Action(string command) => new('x', command, "", true, true, command);
}
