using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views.Saving;

public sealed class StreamsCommandTests
{
    [Fact]
    public void A_key_in_echo_saves_the_bytes_and_offers_another_folder_the_next_time()
    {
        using var terminal = Honeypot.Terminal(view: "connections", filter: "fd.sport=6667");
        terminal.Press("F5").WaitFor("@udp1");
        terminal.Press("x").WaitFor("Save the bytes into the folder:").Press("Enter").WaitFor("2 files with 881 bytes written to ");
        terminal.Press("x").WaitFor("streams-2");
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused_in_the_question()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mine"), "kept");
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.Press(":").Type($"streams {folder.Path}").Press("Enter").WaitFor("is not empty");
    }
}
