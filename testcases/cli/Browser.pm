# SPDX-License-Identifier: GPL-2.0-or-later
# A headless Chromium that the tests of pages drive, through chromedriver (W3C WebDriver).
package Browser;
use strict;
use warnings;
use HTTP::Tiny;
use IO::Socket::INET;
use JSON::PP;
use MIME::Base64 qw(decode_base64);
use POSIX qw(:sys_wait_h _exit);

my $json = JSON::PP->new->utf8->allow_nonref;

# Why there can be no browser here, or ''.
sub missing
{
	for my $program (qw(chromium chromedriver)) {
		return "$program is not installed" unless grep { -x "$_/$program" } split /:/, $ENV{PATH};
	}
	return '';
}

sub free_port
{
	my $socket = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "no port: $!\n";

	return $socket->sockport;
}

# Browser->new(dark => 1): which colours the system asks for.
sub new
{
	my ($class, %option) = @_;
	my $port = free_port();
	my $self = bless { url => "http://127.0.0.1:$port", http => HTTP::Tiny->new(timeout => 60) }, $class;

	defined($self->{pid} = fork) or die "fork: $!\n";
	if (!$self->{pid}) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec 'chromedriver', "--port=$port" or _exit(127);
	}
	$self->wait_for_driver;
	# No sandbox: it cannot be had in a container, and the page is our own.
	my @args = (qw(--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage),
		'--window-size=1280,800');
	push @args, '--blink-settings=preferredColorScheme=' . ($option{dark} ? 0 : 1);
	my $session = $self->call('POST', '/session', { capabilities => { alwaysMatch => {
		'goog:chromeOptions' => { args => \@args },
		'goog:loggingPrefs' => { browser => 'ALL' } } } });
	$self->{session} = "/session/$session->{sessionId}";
	return $self;
}

sub wait_for_driver
{
	my ($self) = @_;

	for (1 .. 200) {
		return if $self->{http}->get("$self->{url}/status")->{success};
		select undef, undef, undef, 0.1;
	}
	die "chromedriver does not answer\n";
}

sub call
{
	my ($self, $method, $path, $body) = @_;
	my $answer = $self->{http}->request($method, $self->{url} . $path,
		$body ? { content => $json->encode($body) } : {});
	my $value = eval { $json->decode($answer->{content})->{value} };

	return $value if $answer->{success};
	die "webdriver $path: " . (ref $value ? $value->{message} : $answer->{content}) . "\n";
}

sub open
{
	my ($self, $url) = @_;

	return $self->call('POST', "$self->{session}/url", { url => $url });
}

# The value of a JavaScript expression.
sub get
{
	my ($self, $expression) = @_;

	return $self->call('POST', "$self->{session}/execute/sync",
		{ script => "return ($expression);", args => [] });
}

# Presses keys one after the other, where the focus is. Names: Enter, Escape, Tab, Up, Down.
sub press
{
	my ($self, @keys) = @_;
	my %code = (Enter => 0xE007, Escape => 0xE00C, Tab => 0xE004, Up => 0xE013, Down => 0xE015);
	my @actions = map {
		my $key = $code{$_} ? chr $code{$_} : $_;
		({ type => 'keyDown', value => $key }, { type => 'keyUp', value => $key })
	} @keys;

	$self->call('POST', "$self->{session}/actions",
		{ actions => [{ type => 'key', id => 'keyboard', actions => \@actions }] });
}

# Messages of the console: errors of scripts, refused loads.
sub complaints
{
	my ($self) = @_;

	return map { $_->{message} } @{$self->call('POST', "$self->{session}/se/log", { type => 'browser' })};
}

sub picture
{
	my ($self, $file) = @_;

	CORE::open(my $out, '>:raw', $file) or die "$file: $!\n";
	print $out decode_base64($self->call('GET', "$self->{session}/screenshot"));
	close $out;
}

sub DESTROY
{
	my ($self) = @_;
	local $?;

	eval { $self->call('DELETE', $self->{session}) } if $self->{session};
	return unless $self->{pid};
	kill 'TERM', $self->{pid};
	waitpid $self->{pid}, 0;
}

1;
