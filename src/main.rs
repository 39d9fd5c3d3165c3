mod platform;
mod state;

fn main() {
    state::User::start(platform::Platform::browser());
}
